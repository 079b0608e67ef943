package io.tollgate;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mails that have arrived at one address. */
public final class Mailbox {

    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    private final String address;

    private Mailbox(String address) {
        this.address = address;
    }

    public static Mailbox of(String address) {
        return new Mailbox(address);
    }

    /** A mail as its reader sees it. */
    public record Received(String subject, String text) {

        /** The first link in it. */
        public String link() {
            Matcher links = LINK.matcher(text);
            if (!links.find()) {
                throw new AssertionError("No link in: " + text);
            }
            return links.group();
        }
    }

    /** Waits until so many have arrived, and gives them in that order. */
    public List<Received> await(int count) {
        return Awaiting.value(count + " mails to " + address, this::all, mails -> mails.size() >= count);
    }

    public Received awaitOne() {
        return await(1).getFirst();
    }

    public List<Received> all() {
        return Inbox.of(address).stream().map(Mailbox::read).toList();
    }

    /** Waits for the first of this subject, wherever it stands among the others: mails overtake each other. */
    public Received await(String subject) {
        return Awaiting.value(
                        subject + " to " + address,
                        () -> all().stream()
                                .filter(mail -> mail.subject().equals(subject))
                                .toList(),
                        mails -> !mails.isEmpty())
                .getFirst();
    }

    private static Received read(MimeMessage message) {
        try {
            return new Received(message.getSubject(), text(message));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Part part) throws MessagingException, IOException {
        if (part.isMimeType("text/plain")) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart inner = parts.getBodyPart(i);
                String text = text(inner);
                if (!text.isEmpty()) {
                    return text;
                }
            }
        }
        return "";
    }
}
