/** The few words the shell says itself, when the window cannot. Both languages or it does not compile. */
interface ShellMessages {
  readonly coreGone: { readonly message: string; readonly detail: string };
}

const english: ShellMessages = {
  coreGone: {
    message: 'Holdpoint cannot go on',
    detail:
      'Its core process ended more than five times within a minute. Nothing that was recorded is lost, and steps on targets are not affected. Close Holdpoint and start it from a terminal to see why.',
  },
};

const chinese: ShellMessages = {
  coreGone: {
    message: 'Holdpoint 无法继续运行',
    detail:
      '核心进程在一分钟内退出了五次以上。已记录的内容不会丢失,目标主机上的步骤不受影响。请关闭 Holdpoint,并从终端启动以查看原因。',
  },
};

export function messages(locale: string): ShellMessages {
  return locale.toLowerCase().startsWith('zh') ? chinese : english;
}
