package io.tollgate;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The mailbox of everybody on the local product.
 *
 * <ul>
 *   <li>{@code GET /}: all mails, newest first
 *   <li>{@code GET /mails/{n}}: one as its reader sees it
 *   <li>{@code GET /text/{address}}: the text parts of all mails to an address, newest first, for scripts
 *   <li>{@code GET /subjects/{address}}: their subjects, one a line
 *   <li>{@code GET /paid} and {@code GET /cancelled}: in the place of the product's own pages after a checkout
 * </ul>
 */
final class MailPage implements AutoCloseable {

    private static final String PLAIN = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>%1$s</title>
            <meta name="viewport" content="width=device-width"><style>
            :root{color-scheme:light dark}
            body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:48rem;padding:0 1rem}
            ul{list-style:none;padding:0}li{padding:.6rem 0;border-top:1px solid #8885;overflow-wrap:anywhere}
            span{display:block;font-size:.85rem;opacity:.8}
            </style></head><body><h1>%1$s</h1>%2$s</body></html>
            """;
    private static final String PAID = """
            <p>Here your product's own page would stand. The subscription begins when the webhook has arrived, mostly at once;
            its confirmation is among the <a href="/">mails</a>.</p>""";
    private static final String CANCELLED = "<p>Here your product's own page would stand. Nothing was bought.</p>";
    private static final String REFRESH = "<meta http-equiv=\"refresh\" content=\"5\">";

    private final GreenMail mail;
    private final DisposableServer server;

    MailPage(GreenMail mail, int port) {
        this.mail = mail;
        this.server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .route(routes -> routes.get("/", this::list)
                        .get("/mails/{n}", this::one)
                        .get("/text/{address}", this::texts)
                        .get("/subjects/{address}", this::subjects)
                        .get("/paid", (_, response) -> html(response, PLAIN.formatted("Paid", PAID)))
                        .get("/cancelled", (_, response) -> html(response, PLAIN.formatted("Not paid", CANCELLED))))
                .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() {
        server.disposeNow();
    }

    private Mono<Void> list(HttpServerRequest request, HttpServerResponse response) {
        List<MimeMessage> mails = List.of(mail.getReceivedMessages());
        StringBuilder rows = new StringBuilder();
        for (int i = mails.size() - 1; i >= 0; i--) {
            rows.append("<li><a href=\"/mails/%d\">%s</a><span>%s</span></li>"
                    .formatted(i, escape(subject(mails.get(i))), escape(to(mails.get(i)))));
        }
        return html(
                response,
                PLAIN.formatted("Mails", REFRESH + (mails.isEmpty() ? "<p>None yet.</p>" : "<ul>" + rows + "</ul>")));
    }

    private Mono<Void> one(HttpServerRequest request, HttpServerResponse response) {
        MimeMessage[] mails = mail.getReceivedMessages();
        int n = Integer.parseInt(request.param("n"));
        if (n < 0 || n >= mails.length) {
            return response.sendNotFound();
        }
        return html(response, part(mails[n], "text/html"));
    }

    private Mono<Void> texts(HttpServerRequest request, HttpServerResponse response) {
        return text(
                response,
                sentTo(request.param("address")).stream()
                        .map(message -> part(message, "text/plain"))
                        .reduce("", (all, next) -> all + next + "\n\n"));
    }

    private Mono<Void> subjects(HttpServerRequest request, HttpServerResponse response) {
        return text(
                response,
                sentTo(request.param("address")).stream()
                        .map(MailPage::subject)
                        .reduce("", (all, next) -> all + next + "\n"));
    }

    private List<MimeMessage> sentTo(String address) {
        return new ArrayList<>(Arrays.asList(mail.getReceivedMessages()))
                .reversed().stream()
                        .filter(message -> to(message).equalsIgnoreCase(address))
                        .toList();
    }

    private static Mono<Void> html(HttpServerResponse response, String body) {
        return response.header("Content-Type", "text/html; charset=utf-8")
                .sendString(Mono.just(body))
                .then();
    }

    private static Mono<Void> text(HttpServerResponse response, String body) {
        return response.header("Content-Type", "text/plain; charset=utf-8")
                .sendString(Mono.just(body))
                .then();
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text);
    }

    private static String to(MimeMessage message) {
        try {
            return GreenMailUtil.getAddressList(message.getRecipients(Message.RecipientType.TO));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String subject(MimeMessage message) {
        try {
            return String.valueOf(message.getSubject());
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first part of this type, however deep; empty when there is none. */
    static String part(Part part, String type) {
        try {
            if (part.isMimeType(type)) {
                return String.valueOf(part.getContent());
            }
            if (part.getContent() instanceof Multipart parts) {
                for (int i = 0; i < parts.getCount(); i++) {
                    String found = part(parts.getBodyPart(i), type);
                    if (!found.isEmpty()) {
                        return found;
                    }
                }
            }
            return "";
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
