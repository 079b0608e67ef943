package io.tollgate.platform.mail;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;

/** When a mail server says that there is no such mailbox, and not only that it does not want the mail, or not now. */
final class UnknownMailbox {

    /**
     * A permanent refusal (RFC 5321 §4.2.1) whose enhanced code (RFC 3463 §3.2, RFC 7505 §4) is about the address itself. Others,
     * those without such a code and those of the sender may be the fault of our own settings: relaying denied, a policy.
     */
    private static final Pattern REPLY = Pattern.compile("5\\d\\d[ -]5\\.1\\.(?:1|2|3|6|10)\\b.*", Pattern.DOTALL);

    private UnknownMailbox() {}

    static boolean isCauseOf(Exception failure) {
        return failure instanceof MailSendException sending
                && Arrays.stream(sending.getMessageExceptions())
                        .filter(UnknownMailbox::refusesTheRecipient)
                        .flatMap(UnknownMailbox::chain)
                        .map(Throwable::getMessage)
                        .filter(Objects::nonNull)
                        .anyMatch(reply -> REPLY.matcher(reply).matches());
    }

    private static boolean refusesTheRecipient(Exception failure) {
        return failure instanceof SendFailedException sending && any(sending.getInvalidAddresses());
    }

    private static boolean any(Address @Nullable [] addresses) {
        return addresses != null && addresses.length > 0;
    }

    private static Stream<Throwable> chain(Throwable first) {
        return Stream.iterate(
                first,
                Objects::nonNull,
                failure -> failure instanceof MessagingException mail && mail.getNextException() != null
                        ? mail.getNextException()
                        : failure.getCause());
    }
}
