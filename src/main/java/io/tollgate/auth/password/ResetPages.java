package io.tollgate.auth.password;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.util.HtmlUtils;

/** What people see who click the link of a reset mail. No scripts, nothing from elsewhere. */
@Component
class ResetPages {

    private final String appName;

    ResetPages(@Value("${tollgate.mail.app-name}") String appName) {
        this.appName = appName;
    }

    /** @param fault of the password that was tried before */
    String form(String token, @Nullable String fault) {
        return page("Choose a new password", """
                %s<form method="post" action="new-password">
                <input type="hidden" name="token" value="%s">
                <p><label>New password<br>
                <input type="password" name="password" autocomplete="new-password" maxlength="256" required></label></p>
                <button type="submit">Change password</button>
                </form>
                """.formatted(
                        fault == null ? "" : "<p role=\"alert\">" + HtmlUtils.htmlEscape(fault) + "</p>\n",
                        HtmlUtils.htmlEscape(token)));
    }

    String tell(String message) {
        return page(message, "<p>You can close this page.</p>");
    }

    private String page(String title, String content) {
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
                button, input { font: inherit; padding: .6em; }
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
