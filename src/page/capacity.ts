import type { CapacityPageModel } from '../render/capacity/capacity-page-model.ts';
import { drawCapacity } from './draw-capacity.ts';

const text = document.getElementById('model')?.textContent;
if (text) drawCapacity(JSON.parse(text) as CapacityPageModel);
