import uPlot from 'uplot';
import type { PageModel } from '../render/page/page-model.ts';

const text = document.getElementById('model')?.textContent;
const model = text ? (JSON.parse(text) as PageModel) : undefined;
document.body.append(model?.title ?? '', ' ', typeof uPlot);
