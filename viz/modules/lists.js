/** The scripts of a page of the site: tables are sorted, lists filtered, texts copied. Without them all can be read. */
import { sortTables } from "./sorting.js";
import { filterLists } from "./filtering.js";
import { offerCopies } from "./copying.js";

sortTables();
filterLists();
offerCopies();
document.documentElement.dataset.ready = "";
