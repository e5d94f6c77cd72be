import uPlot from 'uplot';
import type { CapacityCurveModel, LimitModel, LoadOutcomeModel } from '../../render/capacity/capacity-page-model.ts';
import type { Palette } from '../theme.ts';

/** CSS pixels; what is drawn is in those of the screen. */
const RADIUS = 5;
const TEXT = 12;

/** Shades the range between the highest load that was sustained and the lowest that was not. */
export function shadeBounds(plot: uPlot, [held, failed]: CapacityCurveModel['bounds'], colours: Palette): void {
  if (held === null || failed === null) return;
  const { ctx, bbox } = plot;
  const [left, right] = [held, failed].map((load) => plot.valToPos(load, 'x', true));
  ctx.fillStyle = colours.shade;
  ctx.fillRect(left!, bbox.top, right! - left!, bbox.height);
}

/** Lines across the whole plot, which also show if only one load was tested; each labelled with its objective. */
export function drawLimits(plot: uPlot, limits: readonly LimitModel[], colours: Palette): void {
  const { ctx, bbox } = plot;
  const unit = uPlot.pxRatio;
  ctx.save();
  ctx.strokeStyle = colours.text;
  ctx.fillStyle = colours.text;
  ctx.lineWidth = unit;
  ctx.setLineDash([8 * unit, 4 * unit]);
  ctx.font = `${TEXT * unit}px system-ui, sans-serif`;
  ctx.textAlign = 'left';
  for (const { label, value } of limits) {
    // A thin line is sharp if centred on a pixel.
    const y = Math.floor(plot.valToPos(value, 'y', true)) + 0.5;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // Above its line if it fits there.
    const above = y - bbox.top > TEXT * 1.5 * unit;
    ctx.textBaseline = above ? 'bottom' : 'top';
    ctx.fillText(label, bbox.left + 4 * unit, y + (above ? -3 : 3) * unit, bbox.width - 8 * unit);
  }
  ctx.restore();
}

/**
 * The outcome of each load, by shape and colour: a disc sustained, a ring unconfirmed or inconclusive, a cross failed. On the
 * curve of p95; at the top of the plot if too many turns failed for a p95.
 */
export function drawOutcomes(plot: uPlot, { load, outcome, p95 }: CapacityCurveModel, colours: Palette): void {
  const { ctx, bbox } = plot;
  const radius = RADIUS * uPlot.pxRatio;
  ctx.save();
  ctx.lineWidth = 2 * uPlot.pxRatio;
  outcome.forEach(({ mood }, index) => {
    const ms = p95[index] ?? null;
    const x = plot.valToPos(load[index]!, 'x', true);
    const y = ms === null ? bbox.top + radius : plot.valToPos(ms, 'y', true);
    ctx.strokeStyle = colours[mood];
    ctx.fillStyle = mood === 'good' ? colours.good : colours.ground;
    ctx.beginPath();
    traceShape(ctx, mood, { x, y, radius });
    ctx.fill();
    ctx.stroke();
  });
  ctx.restore();
}

/** The circle around a mark, in pixels of the screen. */
interface MarkCircle {
  /** Its centre. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

function traceShape(ctx: CanvasRenderingContext2D, mood: LoadOutcomeModel['mood'], { x, y, radius }: MarkCircle): void {
  if (mood !== 'bad') return ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.moveTo(x - radius, y - radius);
  ctx.lineTo(x + radius, y + radius);
  ctx.moveTo(x - radius, y + radius);
  ctx.lineTo(x + radius, y - radius);
}
