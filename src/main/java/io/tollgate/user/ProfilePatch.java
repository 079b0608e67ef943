package io.tollgate.user;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tollgate.platform.web.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a user changes of their account and profile. Whatever else an account has (role, state, address) is no field here, so that
 * sending it is an error.
 */
record ProfilePatch(
        @Schema(implementation = String.class, example = "ada", minLength = 3, maxLength = 64)
        Change username,

        @Schema(implementation = String.class, nullable = true, example = "Ada", maxLength = 100)
        Change firstName,

        @Schema(implementation = String.class, nullable = true, example = "Lovelace", maxLength = 100)
        Change lastName,

        @Schema(
                implementation = String.class,
                nullable = true,
                example = "https://cdn.example.com/ada.png",
                maxLength = 2048)
        Change pictureUrl) {

    private static final int MAX_NAME = 100;
    private static final int MAX_URL = 2048;
    private static final Pattern USERNAME = Pattern.compile(Usernames.PATTERN);

    /** Control characters, and those that reorder the text around them. */
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cntrl}\\u2028-\\u202e\\u2066-\\u2069\\ufeff\\p{Cs}]");

    /** The patch itself, or 422 with a message per field. */
    ProfilePatch checked() {
        Map<String, String> errors = new TreeMap<>();
        note(errors, "username", username.sent() ? usernameFault(username.value()) : null);
        note(errors, "first_name", nameFault(firstName.value()));
        note(errors, "last_name", nameFault(lastName.value()));
        note(errors, "picture_url", urlFault(pictureUrl.value()));
        if (!errors.isEmpty()) {
            throw ApiException.invalid(errors);
        }
        return this;
    }

    boolean empty() {
        return fields().isEmpty();
    }

    /** The names of the fields that were sent. */
    List<String> fields() {
        return Stream.of(
                        username.sent() ? "username" : "",
                        firstName.sent() ? "first_name" : "",
                        lastName.sent() ? "last_name" : "",
                        pictureUrl.sent() ? "picture_url" : "")
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static void note(Map<String, String> errors, String field, @Nullable String fault) {
        if (fault != null) {
            errors.put(field, fault);
        }
    }

    private static @Nullable String usernameFault(@Nullable String name) {
        if (name == null || !USERNAME.matcher(name).matches()) {
            return Usernames.RULE;
        }
        return Usernames.reserved(name) ? Usernames.RESERVED : null;
    }

    private static @Nullable String nameFault(@Nullable String name) {
        if (name == null) {
            return null;
        }
        boolean fits = !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_NAME;
        return fits && !UNPRINTABLE.matcher(name).find() ? null : "1 to " + MAX_NAME + " printable characters, or null";
    }

    /** Others load it: never in the clear, and nothing a browser would run. */
    private static @Nullable String urlFault(@Nullable String url) {
        return url == null || url.length() <= MAX_URL && isHttps(url)
                ? null
                : "An https URL of at most " + MAX_URL + " characters, or null";
    }

    private static boolean isHttps(String url) {
        try {
            URI uri = new URI(url);
            return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getUserInfo() == null;
        } catch (URISyntaxException _) {
            return false;
        }
    }
}
