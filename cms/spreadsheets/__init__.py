"""取り込み・書き出し: services as files of a spreadsheet, out and back in as drafts."""
