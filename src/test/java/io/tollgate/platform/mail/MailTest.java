package io.tollgate.platform.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.Awaiting;
import io.tollgate.Inbox;
import io.tollgate.IntegrationTest;
import jakarta.mail.Multipart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@IntegrationTest
class MailTest {

    private static final Map<String, String> VARIABLES = Map.of(
            "name", "<script>alert(1)</script> & Söhne",
            "url", "http://tollgate.test/verify?token=a&b=c",
            "code", "004711");

    @Autowired
    private Mailer mailer;

    private final String to = UUID.randomUUID() + "@example.com";

    @Test
    void sendsOneMailWithATextAndAnHtmlPart() throws Exception {
        mailer.queue(new Mail("probe", "Größe für dich", to, VARIABLES)).block();

        MimeMessage mail = received(1).getFirst();
        assertThat(mail.getSubject()).isEqualTo("Größe für dich");
        assertThat(mail.getFrom()).containsExactly(new InternetAddress("Tollgate <no-reply@tollgate.test>"));
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        Multipart parts = (Multipart) mail.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
    }

    @Test
    void escapesInHtmlWhatItSaysPlainlyInText() throws Exception {
        mailer.queue(new Mail("probe", "Hello", to, VARIABLES)).block();

        Multipart parts = (Multipart) received(1).getFirst().getContent();
        String text = (String) parts.getBodyPart(0).getContent();
        String html = (String) parts.getBodyPart(1).getContent();
        assertThat(text)
                .contains("<script>alert(1)</script> & Söhne", "/verify?token=a&b=c", "004711")
                .contains("Tollgate", "http://tollgate.test");
        assertThat(html)
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Söhne")
                .contains("href=\"http://tollgate.test/verify?token=a&amp;b=c\"", "004711", "<title>Hello</title>")
                .doesNotContain("<script>", " th:", "${");
    }

    @Test
    void namesTheMailAfterItsJob() throws Exception {
        mailer.queue(new Mail("probe", "Hello", to, VARIABLES)).block();

        assertThat(received(1).getFirst().getMessageID()).matches("<[0-9a-f-]{36}@tollgate\\.test>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Hi\r\nBcc: eve@example.com", "Hi\nthere", "Hi\rthere", "Hi\u0000", "Hi\u2028there"})
    void refusesASubjectThatWouldMakeHeaders(String subject) {
        assertThatThrownBy(() -> new Mail("probe", subject, to, VARIABLES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.com\r\nBcc: eve@example.com", "a@example.com\nb@example.com"})
    void refusesAnAddressThatWouldMakeHeaders(String address) {
        assertThatThrownBy(() -> new Mail("probe", "Hi", address, VARIABLES))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../application", "Probe", "probe.html", ""})
    void refusesATemplateOutsideItsFolder(String template) {
        assertThatThrownBy(() -> new Mail(template, "Hi", to, VARIABLES)).isInstanceOf(IllegalArgumentException.class);
    }

    private List<MimeMessage> received(int count) {
        return Awaiting.value(count + " mails to " + to, () -> Inbox.of(to), mails -> mails.size() == count);
    }
}
