package io.tollgate.fakepaymob;

/** The frame of the pages. */
final class Html {

    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;background:#f6f7f9;color:#1a1f36;margin:0}
            main{max-width:44rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:12px}
            h1{font-size:1.2rem}.amount{font-size:2rem;font-weight:600}table{width:100%;border-collapse:collapse}
            td{padding:.4rem;border-bottom:1px solid #eee;overflow-wrap:anywhere}input{font:inherit;width:7rem}
            button{font:inherit;padding:.5rem 1rem;margin:.2rem;border:0;border-radius:6px;background:#144dff;color:#fff}
            button.quiet{background:#e8e9ef;color:#1a1f36}.note{color:#5a6478;font-size:.85rem}
            """;

    private Html() {}

    static String page(String title, String content) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>" + escape(title) + "</title><style>" + STYLE
                + "</style></head><body><main>" + content
                + "<p class=\"note\">Pretended Paymob: no money moves.</p></main></body></html>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
