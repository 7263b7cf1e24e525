import type { WebDeps } from '../../http/context.ts';
import { render } from '../../page/render.ts';
import { type Access, get, type Route } from '../../http/route.ts';
import { openApiDocument } from '../openapi/document.ts';
import { apiProblems } from '../problems.ts';
import { apiRoutes } from '../routes.ts';
import { markedText } from './marked-text.ts';
import { presentReference } from './present-reference.ts';

const anyone: Access = { audience: 'anyone' };

/** The reference of the API, rendered from the same document that clients read. */
export function apiDocsRoutes(deps: WebDeps): Route[] {
  const reference = presentReference(openApiDocument(apiRoutes(deps), deps.config), deps.config);
  return [
    get('/public/docs', anyone, (ctx) => {
      render(ctx, 'public-v1/docs/views/reference', {
        title: ctx.state.translator.t('api.reference.title'),
        layout: 'wide',
        ...reference,
      });
    }),
    get('/public/docs/errors', anyone, (ctx) => {
      const { t } = ctx.state.translator;
      const problems = apiProblems.map((each) => ({ ...each, text: markedText(t(each.text)) }));
      render(ctx, 'public-v1/docs/views/errors', { title: t('api.errors.title'), problems });
    }),
  ];
}
