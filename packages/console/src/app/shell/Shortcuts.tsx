import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Shell.module.css';

/** What each key does, in the order one learns them. */
const shortcuts = [
  { keys: ['/', 'Ctrl K'], what: 'find' },
  { keys: ['j', 'k'], what: 'rows' },
  { keys: ['Enter'], what: 'open' },
  { keys: ['x'], what: 'choose' },
  { keys: ['?'], what: 'help' },
  { keys: ['Esc'], what: 'close' },
] as const;

/** The keys there are, fetched when somebody asks. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['app', 'common']);
  return (
    <Modal opened onClose={onClose} title={t('app:shortcuts.title')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <dl className={classes.shortcuts}>
        {shortcuts.map(({ keys, what }) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{t(`app:shortcuts.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
