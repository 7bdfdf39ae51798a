// HAPI FHIR as judge of our XML: each line of standard input is our JSON and our XML of one resource, in base64 with a
// space between; each line of the answer is HAPI's own JSON and XML of it, or `!` and what HAPI finds wrong.

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.hl7.fhir.instance.model.api.IBaseResource;

public class XmlPeer {
  public static void main(String[] args) throws Exception {
    FhirContext context = FhirContext.forR4();
    context.setParserErrorHandler(new StrictErrorHandler());
    context.getParserOptions().setStripVersionsFromReferences(false);
    context.getParserOptions().setAutoContainReferenceTargetsWithNoId(false);
    IParser json = context.newJsonParser();
    IParser xml = context.newXmlParser();
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String line; (line = in.readLine()) != null; ) {
      String[] parts = line.split(" ");
      String answer;
      try {
        IBaseResource fromJson = json.parseResource(decode(parts[0]));
        IBaseResource fromXml = xml.parseResource(decode(parts[1]));
        String a = json.encodeResourceToString(fromJson);
        String b = json.encodeResourceToString(fromXml);
        answer = spaced(a).equals(spaced(b))
          ? encode(a) + " " + encode(xml.encodeResourceToString(fromJson))
          : "!" + encode("From our JSON: " + a + "\nFrom our XML: " + b);
      } catch (Exception error) {
        answer = "!" + encode(String.valueOf(error.getMessage()));
      }
      out.println(answer);
    }
    out.flush();
  }

  /** XML has line ends of its own. */
  private static String spaced(String json) {
    return json.replaceAll("(\\\\[rnt]|\\s)+", " ");
  }

  private static String decode(String text) {
    return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  private static String encode(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
