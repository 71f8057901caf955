import type { getLicenseKeyTerms as contract } from '@muniment/contract';
import { accept } from '@muniment/domain';
import { agreementFor } from '@muniment/domain/catalog';
import { licenseKeyShape } from '@muniment/domain/license-keys';
import type { Handler } from '../../../core/context.ts';
import { currentPack, inLanguage, languageFor } from '../../catalog/index.ts';
import { currentForm } from '../forms.ts';

/** What keys look like, so that whoever types them finds a slip before anybody is asked, and the text that is accepted with them (A1). */
export const getLicenseKeyTerms: Handler<typeof contract> = async (context) => {
  const current = await currentPack(context);
  if (current === null) return accept({ form: null, agreement: null });
  const { pack } = current;
  const form = currentForm(pack);
  const agreement = agreementFor(pack, pack.licenseKeys ?? {});
  const language = languageFor(pack, context.language);
  const t = inLanguage(pack, language);
  return accept({
    form: form === null ? null : { ...form, groups: [...form.groups], prefix: form.prefix ?? null, shape: licenseKeyShape(form) },
    agreement:
      agreement === null
        ? null
        : { id: agreement.id, version: agreement.version, language, title: t(agreement.title), text: t(agreement.text) },
  });
};
