package io.tollgate.auth.password;

import io.tollgate.platform.web.ApiException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What a new password must be like (NIST SP 800-63B §3.1.1.2, ASVS 6.2): long enough, not one that everybody tries, and not made
 * from the account's own names. No rules about kinds of characters, and every character is allowed.
 */
@Component
public class PasswordPolicy {

    /** Above this nobody types; and hashing must not be given a book. Counted in code points. */
    public static final int MAX_LENGTH = 128;

    private static final int MAX_NAME = 254;

    private final int minLength;
    private final CommonPasswords common;
    private final BreachedPasswords breached;

    PasswordPolicy(PasswordProperties properties, CommonPasswords common, BreachedPasswords breached) {
        this.minLength = properties.minLength();
        this.common = common;
        this.breached = breached;
    }

    /**
     * 422 on the field when the password is not good enough. Cheap, so it comes before anything is hashed.
     *
     * @param field of the request
     * @param names what the account is called: e-mail, username
     */
    public Mono<Void> check(String field, String password, String... names) {
        return Mono.defer(() -> {
            Optional<String> fault = fault(password, names);
            return fault.<Mono<Void>>map(message -> Mono.error(() -> ApiException.invalid(field, message)))
                    .orElseGet(() -> checkBreaches(field, password));
        });
    }

    /** All of it that needs nobody else; 422 on the field {@code password}. */
    public void require(String password, String... names) {
        fault(password, names).ifPresent(message -> {
            throw ApiException.invalid("password", message);
        });
    }

    /** Whether it may be compared with a hash at all: nobody's password is longer, and hashing must not be given a book. */
    public static boolean hashable(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= 1 && length <= MAX_LENGTH;
    }

    /** The same password, perhaps spelt in another way. Both are the caller's own, so time tells nothing. */
    static boolean same(String one, String other) {
        return hashable(one) && hashable(other) && normal(one).equals(normal(other));
    }

    private Mono<Void> checkBreaches(String field, String password) {
        return breached.contain(normal(password))
                .filter(known -> known)
                .flatMap(_ -> Mono.error(() -> ApiException.invalid(
                        field, "This password is known from a data breach; wherever you use it, change it")));
    }

    private Optional<String> fault(String password, String... names) {
        int length = password.codePointCount(0, password.length());
        if (length > MAX_LENGTH) {
            return Optional.of("String should have at most " + MAX_LENGTH + " characters");
        }
        String normal = normal(password);
        if (length < minLength || normal.codePointCount(0, normal.length()) < minLength) {
            return Optional.of("String should have at least " + minLength + " characters");
        }
        if (common.contain(normal) || isOneCharacter(normal)) {
            return Optional.of("This password is too common");
        }
        return parts(names).stream().anyMatch(name -> similar(normal.toLowerCase(Locale.ROOT), name))
                ? Optional.of("This password is too similar to your e-mail address or username")
                : Optional.empty();
    }

    /** As {@link Argon2} hashes it. */
    private static String normal(String password) {
        return Normalizer.normalize(password, Form.NFKC);
    }

    private static boolean isOneCharacter(String password) {
        return password.codePoints().distinct().count() == 1;
    }

    /** The names themselves, and what stands before the at sign. */
    private static List<String> parts(String... names) {
        return Arrays.stream(names)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .mapMulti((String name, Consumer<String> more) -> {
                    more.accept(name);
                    int at = name.indexOf('@');
                    if (at > 0) {
                        more.accept(name.substring(0, at));
                    }
                })
                .filter(name -> name.length() >= 3)
                // The comparison takes the product of both lengths.
                .map(name -> name.substring(0, Math.min(name.length(), MAX_NAME)))
                .toList();
    }

    /** More than half of the password is a piece of the name. */
    private static boolean similar(String password, String name) {
        return 2 * longestCommonPiece(password, name) > password.length();
    }

    private static int longestCommonPiece(String one, String other) {
        int longest = 0;
        int[] endingBefore = new int[other.length() + 1];
        for (int i = 0; i < one.length(); i++) {
            int[] ending = new int[other.length() + 1];
            for (int j = 0; j < other.length(); j++) {
                if (one.charAt(i) == other.charAt(j)) {
                    ending[j + 1] = endingBefore[j] + 1;
                    longest = Math.max(longest, ending[j + 1]);
                }
            }
            endingBefore = ending;
        }
        return longest;
    }
}
