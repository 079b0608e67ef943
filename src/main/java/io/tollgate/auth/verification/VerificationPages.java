package io.tollgate.auth.verification;

import org.springframework.web.util.HtmlUtils;

/** What people see who click the link: a question, and an answer. No scripts, nothing from elsewhere. */
final class VerificationPages {

    private VerificationPages() {}

    /** Asks before it does anything: mail scanners follow links, but press no buttons. */
    static String confirm(String appName, String token) {
        return page(appName, "Confirm your address", """
                <p>Press the button to confirm that this mailbox is yours.</p>
                <form method="post" action="verify">
                <input type="hidden" name="token" value="%s">
                <button type="submit">Confirm</button>
                </form>
                """.formatted(HtmlUtils.htmlEscape(token)));
    }

    static String done(String appName, String message) {
        return page(appName, message, "<p>You can close this page.</p>");
    }

    static String failed(String appName, String message) {
        return page(appName, message, "<p>Log in and ask for another mail: its link will work.</p>");
    }

    private static String page(String appName, String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%2$s - %1$s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #1f2933; }
                main { max-width: 26rem; margin: 8vh auto; padding: 1.5rem 2rem 2rem; background: #fff; border-radius: 8px; }
                h1 { font-size: 1.4rem; margin: .5rem 0; }
                .app { font-weight: 600; margin: 0; }
                button { font: inherit; font-weight: 600; padding: .7rem 1.5rem; border: 0; border-radius: 6px;
                  background: #2453d6; color: #fff; cursor: pointer; }
                button:focus-visible { outline: 3px solid #8aa8ff; outline-offset: 2px; }
                @media (max-width: 30rem) { main { margin: 1rem; } }
                @media (prefers-color-scheme: dark) {
                  body { background: #14171c; color: #e6e8eb; } main { background: #1f242c; } }
                </style>
                </head>
                <body>
                <main>
                <p class="app">%1$s</p>
                <h1>%2$s</h1>
                %3$s
                </main>
                </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(appName), HtmlUtils.htmlEscape(title), content);
    }
}
