package io.tollgate.platform.web;

import java.nio.charset.StandardCharsets;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;

/** The few pages that people see who follow a link in a mail. No scripts, nothing from elsewhere. */
public final class HtmlPage {

    private HtmlPage() {}

    /**
     * The answer with such a page. Under the {@code no-referrer} of all other answers a browser would send {@code Origin: null}
     * with the page's own form, and that is nobody's origin: the button would be refused. With {@code same-origin} the token in
     * the page's address still goes to nobody else.
     */
    public static Mono<ServerResponse> answer(HttpStatus status, String page) {
        return ServerResponse.status(status)
                .cacheControl(CacheControl.noStore())
                .header("Referrer-Policy", "same-origin")
                .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
                .bodyValue(page);
    }

    /** @param content HTML; the rest is escaped */
    public static String of(String appName, String title, String content) {
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <title>%2$s - %1$s</title>
                <style>
                :root { color-scheme: light dark; }
                body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #1f2933; }
                main { max-width: 26rem; margin: 8vh auto; padding: 1.5rem 2rem 2rem; background: #fff; border-radius: 8px; }
                h1 { font-size: 1.4rem; margin: .5rem 0; }
                .app { font-weight: 600; margin: 0; }
                input { font: inherit; padding: .5rem; width: 100%%; box-sizing: border-box; }
                button { font: inherit; font-weight: 600; padding: .7rem 1.5rem; border: 0; border-radius: 6px;
                  background: #2453d6; color: #fff; cursor: pointer; }
                button:focus-visible { outline: 3px solid #8aa8ff; outline-offset: 2px; }
                @media (max-width: 30rem) { main { margin: 1rem; } }
                @media (prefers-color-scheme: dark) {
                  body { background: #14171c; color: #e6e8eb; } main { background: #1f242c; } }
                </style>
                </head>
                <body>
                <main>
                <p class="app">%1$s</p>
                <h1>%2$s</h1>
                %3$s
                </main>
                </body>
                </html>
                """.formatted(HtmlUtils.htmlEscape(appName), HtmlUtils.htmlEscape(title), content);
    }
}
