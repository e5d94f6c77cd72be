import type { ComparisonPageModel } from '../render/comparison/comparison-page-model.ts';
import { drawComparison } from './draw-comparison.ts';

const text = document.getElementById('model')?.textContent;
if (text) drawComparison(JSON.parse(text) as ComparisonPageModel);
