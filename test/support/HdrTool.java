import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import org.HdrHistogram.HistogramLogProcessor;

/**
 * Runs HdrHistogram's log processor many times in one virtual machine. Each line of stdin: the file for its output and its
 * arguments, separated by tabs. Each line of stdout: one of them is done.
 */
class HdrTool {
  public static void main(String[] none) throws Exception {
    PrintStream answers = System.out;
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
    for (String line; (line = requests.readLine()) != null; ) {
      String[] parts = line.split("\t");
      try (PrintStream out = new PrintStream(parts[0])) {
        System.setOut(out);
        HistogramLogProcessor processor = new HistogramLogProcessor(Arrays.copyOfRange(parts, 1, parts.length));
        processor.start();
        processor.join();
      }
      answers.println("done");
    }
  }
}
