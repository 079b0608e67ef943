package io.tollgate.auth.emailchange;

import io.tollgate.platform.web.HtmlPage;
import org.springframework.web.util.HtmlUtils;

/** What people see who follow a link about a change of address: a question, and an answer. */
final class EmailChangePages {

    private EmailChangePages() {}

    /** Asks before it does anything: mail scanners follow links, but press no buttons. */
    static String ask(String appName, String token) {
        return HtmlPage.of(appName, "Change of address", """
                <p>Somebody who is signed in to your account wants another e-mail address for it. If that is you, confirm it \
                here and in the other mailbox. If not, stop it.</p>
                <form method="post" action="confirm">
                <input type="hidden" name="token" value="%1$s">
                <button type="submit">Confirm</button>
                <button type="submit" formaction="cancel">Stop it</button>
                </form>
                """.formatted(HtmlUtils.htmlEscape(token)));
    }

    static String tell(String appName, String message) {
        return HtmlPage.of(appName, message, "<p>You can close this page.</p>");
    }
}
