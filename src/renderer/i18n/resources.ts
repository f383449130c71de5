/** One file per screen and language. `common` holds what several screens say. */
import common from '../locales/en/common.json';
import home from '../locales/en/home.json';
import records from '../locales/en/records.json';
import run from '../locales/en/run.json';
import runbooks from '../locales/en/runbooks.json';
import settings from '../locales/en/settings.json';
import commonZh from '../locales/zh-CN/common.json';
import homeZh from '../locales/zh-CN/home.json';
import recordsZh from '../locales/zh-CN/records.json';
import runZh from '../locales/zh-CN/run.json';
import runbooksZh from '../locales/zh-CN/runbooks.json';
import settingsZh from '../locales/zh-CN/settings.json';

export const en = { common, home, records, run, runbooks, settings };

export const resources = {
  en,
  'zh-CN': {
    common: commonZh,
    home: homeZh,
    records: recordsZh,
    run: runZh,
    runbooks: runbooksZh,
    settings: settingsZh,
  },
} as const;
