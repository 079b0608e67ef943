package io.tollgate;

import java.net.URI;
import java.util.Map;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.reactive.function.BodyInserters;

/** A page as a browser has it: the header under which it was served decides what its forms are sent with. */
public record BrowserPage(WebTestClient http, URI url, String origin) {

    public static BrowserPage open(WebTestClient http, String url) {
        EntityExchangeResult<String> result = http.get()
                .uri(pathOf(URI.create(url)))
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult();
        String policy = result.getResponseHeaders().getFirst("Referrer-Policy");
        // Fetch, "append a request Origin header": with no-referrer, a form's origin is null.
        String origin = "no-referrer".equals(policy) ? "null" : "http://tollgate.test";
        return new BrowserPage(http, URI.create(url), origin);
    }

    /** @param action of the form or its button */
    public ResponseSpec press(String action, Map<String, String> fields) {
        LinkedMultiValueMap<String, String> form = new LinkedMultiValueMap<>();
        form.setAll(fields);
        return http.post()
                .uri(url.resolve(action).getPath())
                .header("Origin", origin)
                .header("Accept", "text/html")
                .body(BodyInserters.fromFormData(form))
                .exchange();
    }

    private static String pathOf(URI url) {
        return url.getRawPath() + "?" + url.getRawQuery();
    }
}
