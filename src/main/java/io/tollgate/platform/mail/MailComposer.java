package io.tollgate.platform.mail;

import io.tollgate.platform.jobs.JobRun;
import io.tollgate.platform.mail.MailTemplates.Rendered;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.springframework.stereotype.Component;

/** Writes a mail as {@code multipart/alternative}: text first, html as the better form (RFC 2046 §5.1.4). */
@Component
class MailComposer {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final MailTemplates templates;
    private final InternetAddress from;

    MailComposer(MailTemplates templates, MailProperties properties) throws MessagingException {
        this.templates = templates;
        this.from = new InternetAddress(properties.from(), true);
    }

    void compose(MimeMessage message, Mail mail, JobRun run) throws MessagingException {
        Rendered rendered = templates.render(mail);
        MimeBodyPart text = new MimeBodyPart();
        text.setText(rendered.text(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(rendered.html(), UTF_8, "html");
        message.setFrom(from);
        // One strict address: a list here would send someone's secret link to someone else too.
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to(), true));
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(run.createdAt()));
        message.setHeader("Message-ID", "<" + run.id() + "@" + domain() + ">");
        // RFC 3834: nobody's out-of-office should answer.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setContent(new MimeMultipart("alternative", text, html));
    }

    private String domain() {
        return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
    }
}
