package io.tollgate.platform.mail;

import java.util.Map;

/**
 * A mail to be sent.
 *
 * @param template names {@code templates/mail/<template>.html} and {@code .txt}
 * @param variables what the templates say beside the common ones (application name and URL, support address, year)
 */
public record Mail(String template, String subject, String to, Map<String, String> variables) {

    public Mail {
        variables = Map.copyOf(variables);
    }
}
