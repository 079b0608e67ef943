package io.tollgate;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;

/** The mails that have arrived. */
public final class TestMails {

    private TestMails() {}

    /** The subjects of all mails to this address, in the order of arrival. */
    public static List<String> subjects(String to) {
        return Arrays.stream(LocalServers.shared().mail().getReceivedMessages())
                .filter(mail -> isTo(mail, to))
                .map(TestMails::subject)
                .toList();
    }

    private static boolean isTo(MimeMessage mail, String to) {
        try {
            return Arrays.stream(mail.getAllRecipients())
                    .anyMatch(
                            address -> ((InternetAddress) address).getAddress().equals(to));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage mail) {
        try {
            return mail.getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
