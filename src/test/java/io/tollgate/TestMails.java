package io.tollgate;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;

/** The mails that have arrived. */
public final class TestMails {

    private TestMails() {}

    /** The subjects of all mails to this address, in the order of arrival. */
    public static List<String> subjects(String to) {
        return Inbox.of(to).stream().map(TestMails::subject).toList();
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
