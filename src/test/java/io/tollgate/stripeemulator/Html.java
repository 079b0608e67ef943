package io.tollgate.stripeemulator;

/** The frame of the hosted pages. */
final class Html {
    private static final String STYLE = """
            body{font:16px/1.5 system-ui,sans-serif;background:#f6f7f9;color:#1a1f36;margin:0}
            main{max-width:26rem;margin:8vh auto;background:#fff;padding:2rem;border-radius:12px;
            box-shadow:0 2px 12px #0001}main.wide{max-width:60rem}
            h1{font-size:1.2rem;margin:0 0 1rem}.amount{font-size:2rem;font-weight:600;margin:.5rem 0}
            label{display:block;margin:1rem 0}input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;
            border:1px solid #ccd;border-radius:6px}button{font:inherit;width:100%;padding:.7rem;margin-top:.6rem;
            border:0;border-radius:6px;background:#635bff;color:#fff;cursor:pointer}
            button.quiet{background:#e8e9ef;color:#1a1f36}.error{background:#fde8e8;padding:.6rem;border-radius:6px}
            .note{color:#5a6478;font-size:.85rem}table{width:100%;border-collapse:collapse;font-size:.85rem}
            td,th{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #eee;overflow-wrap:anywhere}
            pre{overflow-x:auto;font-size:.8rem}h2{font-size:1rem;margin:1.5rem 0 .3rem}
            input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid #8f8aff;outline-offset:2px}
            @media(max-width:30rem){main{margin:1rem;padding:1.2rem}}
            """;

    private Html() {}

    static String page(String title, String content) {
        return frame(title, "<main>" + content + "</main>");
    }

    static String widePage(String title, String content) {
        return frame(title, "<main class=\"wide\">" + content + "</main>");
    }

    private static String frame(String title, String main) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>" + escape(title) + "</title><style>" + STYLE
                + "</style></head><body>" + main + "</body></html>";
    }

    static String link(String url, String text) {
        return "<a href=\"" + escape(url) + "\">" + escape(text) + "</a>";
    }

    static String button(String action, String text, String style) {
        return "<button name=\"action\" value=\"" + action + "\" class=\"" + style + "\">" + escape(text) + "</button>";
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
