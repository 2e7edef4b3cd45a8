export { EditScriptPage, NewScriptPage } from './EditorPage';
