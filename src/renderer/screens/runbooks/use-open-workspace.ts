import { useServices } from '../../store/app-context';

/** Opens the folder a person picks in the system's dialog. Core gets a token, never a path from here. */
export function useOpenWorkspace(): () => void {
  const { core, shell, store } = useServices();
  const open = async () => {
    const chosen = await shell.chooseFolder('workspace');
    if (chosen === null) return;
    const { take, loadWorkspace } = store.getState();
    const result = await core.ask('workspace.open', { token: chosen.token });
    take(result, () => {});
    if (result.ok) await loadWorkspace();
  };
  return () => void open().catch((error: Error) => store.getState().notify('bad', error.message));
}
