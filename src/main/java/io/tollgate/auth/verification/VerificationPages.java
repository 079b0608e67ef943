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

    static String tell(String appName, String message) {
        return page(appName, message, "<p>You can close this page.</p>");
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
                body { font: 16px/1.5 system-ui, sans-serif; max-width: 30em; margin: 4em auto; padding: 0 1em; }
                button { font: inherit; padding: .6em 2em; }
                </style>
                </head>
                <body>
                <h1>%2$s</h1>
                %3$s
                </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(appName), HtmlUtils.htmlEscape(title), content);
    }
}
