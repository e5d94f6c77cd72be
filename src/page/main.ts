import type { PageModel } from '../render/page/page-model.ts';
import { Page } from './draw-page.ts';
import { follow } from './live.ts';
import { firstView } from './view.ts';

const page = new Page(firstView());
const text = document.getElementById('model')?.textContent;
const { live } = document.documentElement.dataset;
if (text) page.show(JSON.parse(text) as PageModel);
else if (live) follow(live, page);
