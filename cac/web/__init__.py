"""The workbench in a browser, and its JSON API: pages and routes over `cac.workbench`; no rule of coding is here."""
