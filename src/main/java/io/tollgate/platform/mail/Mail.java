package io.tollgate.platform.mail;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * A mail to be sent.
 *
 * @param template names {@code templates/mail/<template>.html} and {@code .txt}
 * @param subject one line; line breaks and other control characters are refused, since they would make further headers
 * @param to one address, without a name
 * @param variables what the templates say beside the common ones: {@code appName}, {@code appUrl}, {@code supportEmail},
 *     {@code companyAddress}, {@code year} and {@code subject}
 */
public record Mail(String template, String subject, String to, Map<String, String> variables) {

    private static final Pattern TEMPLATE = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]");

    public Mail {
        if (!TEMPLATE.matcher(template).matches()) {
            throw new IllegalArgumentException("No name of a template: " + template);
        }
        if (CONTROL.matcher(subject).find() || CONTROL.matcher(to).find()) {
            throw new IllegalArgumentException("Subject and address of a mail must be one line each");
        }
        variables = Map.copyOf(variables);
    }
}
