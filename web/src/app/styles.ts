import '../design/tokens.css';
import '../design/base.css';
import '../design/controls.css';
import '../design/register-table.css';
import './shell.css';
import '../lists/lists.css';
import '../design/print.css';
