package io.tollgate.platform.web;

import org.springframework.web.util.HtmlUtils;

/** The few pages that people see who follow a link in a mail. No scripts, nothing from elsewhere. */
public final class HtmlPage {

    private HtmlPage() {}

    /** @param content HTML; the rest is escaped */
    public static String of(String appName, String title, String content) {
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
