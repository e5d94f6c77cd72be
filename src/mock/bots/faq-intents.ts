/** One intent of the FAQ bot: its words and its answer. */
export interface Intent {
  readonly name: string;
  /** Each word in the question adds a point. */
  readonly words: RegExp;
  readonly answer: string;
}

const intent = (name: string, words: RegExp, answer: string): Intent => ({ name, words, answer });

/** What people ask a town library. */
export const INTENTS: readonly Intent[] = [
  intent(
    'openingHours',
    /\b(open|opening|opens|close|closes|closing|closed|hours|sunday|saturday|weekend)\b/gi,
    'We are open Tuesday to Friday from 10 to 19, on Saturday from 10 to 16.',
  ),
  intent(
    'address',
    /\b(where|address|located|location|street|find you|directions)\b/gi,
    'You find us at 4 Market Square, next to the town hall.',
  ),
  intent(
    'parking',
    /\b(park|parking|car|garage)\b/gi,
    'The garage under the square has 80 places; the first hour is free.',
  ),
  intent(
    'transport',
    /\b(bus|tram|train|station|public transport)\b/gi,
    'Trams 2 and 5 and bus 31 stop at Market Square.',
  ),
  intent(
    'membership',
    /\b(member|membership|join|register|sign up|library card)\b/gi,
    'Bring a proof of address; your card is ready in five minutes.',
  ),
  intent(
    'fees',
    /\b(cost|costs|price|fee|fees|how much|expensive|free of charge)\b/gi,
    'A card costs 12 a year, and nothing below the age of 18.',
  ),
  intent(
    'loanPeriod',
    /\b(how long|loan period|keep|weeks|borrow)\b/gi,
    'Books are lent for four weeks, films and games for one.',
  ),
  intent(
    'renew',
    /\b(renew|extend|extension|prolong|longer)\b/gi,
    'You can renew twice, in your account or at the desk, unless somebody waits.',
  ),
  intent(
    'reserve',
    /\b(reserve|reservation|put aside|hold|waiting list)\b/gi,
    'Reserve in the catalogue; we write to you when it is there.',
  ),
  intent(
    'returns',
    /\b(return|returning|bring back|give back|drop box)\b/gi,
    'Return at the desk, or at any hour into the box at the entrance.',
  ),
  intent(
    'overdue',
    /\b(late|overdue|fine|fines|penalty|forgot)\b/gi,
    'Being late costs 0.20 a day for each item, at most 5.',
  ),
  intent('lost', /\b(lost|stolen|damaged|broken|torn)\b/gi, 'Tell us at the desk; we charge what a new copy costs.'),
  intent(
    'catalogue',
    /\b(catalogue|search|look up|title|author|isbn|find a book)\b/gi,
    'The catalogue is on every screen here and on our site.',
  ),
  intent(
    'ebooks',
    /\b(e-?books?|e-?reader|download|audiobooks?|online)\b/gi,
    'With your card number you can download up to ten e-books at a time.',
  ),
  intent(
    'computers',
    /\b(computer|computers|pc|laptop|internet)\b/gi,
    'There are twelve computers on the first floor; book an hour at the desk.',
  ),
  intent(
    'wifi',
    /\b(wi-?fi|wireless|network|password for)\b/gi,
    'The wireless network is called reading-room; the password changes daily and hangs at the desk.',
  ),
  intent(
    'printing',
    /\b(print|printing|printer|copy|copies|scan|scanner)\b/gi,
    'A page costs 0.10 in black and 0.30 in colour; scanning is free.',
  ),
  intent(
    'rooms',
    /\b(room|rooms|study|quiet|group work|meeting)\b/gi,
    'Four study rooms can be booked for two hours at a time.',
  ),
  intent(
    'events',
    /\b(event|events|reading|workshop|programme|tonight)\b/gi,
    'On Thursdays there is a reading at 18:30; the programme lies at the entrance.',
  ),
  intent(
    'children',
    /\b(child|children|kids|story time|toddler|picture books?)\b/gi,
    'Story time for children is on Wednesday at 15:00 on the ground floor.',
  ),
];
