package io.tollgate;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Locale;

/** The mails to one address, in the order of arrival: looked up, and not searched for among those of all tests. */
public final class Inbox {

    private Inbox() {}

    public static List<MimeMessage> of(String address) {
        GreenMail server = LocalServers.shared().mail();
        GreenMailUser owner = server.getUserManager().getUserByEmail(address.toLowerCase(Locale.ROOT));
        return owner == null ? List.of() : messages(server, owner);
    }

    /** Of a copy: {@code getMessages} is the list itself, to which the next mail is added while it is read. */
    private static List<MimeMessage> messages(GreenMail server, GreenMailUser owner) {
        try {
            return server.getManagers().getImapHostManager().getInbox(owner).getNonDeletedMessages().stream()
                    .map(StoredMessage::getMimeMessage)
                    .toList();
        } catch (FolderException e) {
            throw new IllegalStateException(e);
        }
    }
}
