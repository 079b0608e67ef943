package io.tollgate.auth.verification;

import io.tollgate.platform.web.HtmlPage;
import org.springframework.web.util.HtmlUtils;

/** What people see who click the link: a question, and an answer. No scripts, nothing from elsewhere. */
final class VerificationPages {

    private VerificationPages() {}

    /** Asks before it does anything: mail scanners follow links, but press no buttons. */
    static String confirm(String appName, String token) {
        return HtmlPage.of(appName, "Confirm your address", """
                <p>Press the button to confirm that this mailbox is yours.</p>
                <form method="post" action="verify">
                <input type="hidden" name="token" value="%s">
                <button type="submit">Confirm</button>
                </form>
                """.formatted(HtmlUtils.htmlEscape(token)));
    }

    static String done(String appName, String message) {
        return HtmlPage.of(appName, message, "<p>You can close this page.</p>");
    }

    /** @param link of our own making */
    static String choosePassword(String appName, String link) {
        return HtmlPage.of(appName, "Email is Verified", """
                <p>This address was registered more than once, so no password of before counts.</p>
                <p><a href="%s">Choose a password</a></p>
                """.formatted(HtmlUtils.htmlEscape(link)));
    }

    static String failed(String appName, String message) {
        return HtmlPage.of(appName, message, "<p>Log in and ask for another mail: its link will work.</p>");
    }
}
