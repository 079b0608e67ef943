package io.tollgate.auth.password;

import io.tollgate.platform.web.ApiException;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * What a new password must be like (NIST SP 800-63B §3.1.1.2, ASVS 6.2): long enough, not one that everybody tries, and not made
 * from the account's own names. No rules about kinds of characters, and every character is allowed.
 */
@Component
public class PasswordPolicy {

    /** Above this nobody types; and hashing must not be given a book. Counted in code points. */
    public static final int MAX_LENGTH = 128;

    private final int minLength;
    private final CommonPasswords common;

    PasswordPolicy(PasswordProperties properties, CommonPasswords common) {
        this.minLength = properties.minLength();
        this.common = common;
    }

    /**
     * 422 on the field {@code password} when it is not good enough. Cheap, so it comes before anything is hashed.
     *
     * @param names what the account is called: e-mail, username
     */
    public void require(String password, String... names) {
        int length = password.codePointCount(0, password.length());
        if (length > MAX_LENGTH) {
            throw refusal("String should have at most " + MAX_LENGTH + " characters");
        }
        String normal = Normalizer.normalize(password, Form.NFKC);
        if (length < minLength || normal.codePointCount(0, normal.length()) < minLength) {
            throw refusal("String should have at least " + minLength + " characters");
        }
        if (common.contain(normal) || isOneCharacter(normal)) {
            throw refusal("This password is too common");
        }
        if (parts(names).stream().anyMatch(name -> similar(normal.toLowerCase(Locale.ROOT), name))) {
            throw refusal("This password is too similar to your e-mail address or username");
        }
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

    private static ApiException refusal(String message) {
        return ApiException.invalid("password", message);
    }
}
