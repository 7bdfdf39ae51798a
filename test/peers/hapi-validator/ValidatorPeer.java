// HAPI FHIR's copy of the official validator as judge of ours. Arguments: folders with the StructureDefinitions, ValueSets
// and CodeSystems that instances may claim. Each line of standard input is a case,
//   {"id", "resource": the text of the instance, "profile"?: canonical URL, "support"?: [definitions of this case]}
// and each line of the answer what is said of it: {"id", "issues": [{"severity", "path", "message"}]}.
// Cases with the same support should stand together: the validator is built anew where it changes.

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r5.utils.validation.constants.BestPracticeWarningLevel;

public class ValidatorPeer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FhirContext CONTEXT = FhirContext.forR4();
  private static final DefaultProfileValidationSupport R4 = new DefaultProfileValidationSupport(CONTEXT);

  public static void main(String[] folders) throws Exception {
    List<IBaseResource> definitions = new ArrayList<>();
    for (String folder : folders) readFolder(Path.of(folder), definitions);
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    FhirValidator validator = null;
    JsonNode support = null;
    for (String line; (line = in.readLine()) != null; ) {
      JsonNode test = JSON.readTree(line);
      JsonNode asked = test.path("support");
      ObjectNode answer = JSON.createObjectNode().put("id", test.path("id").asText());
      ArrayNode issues = answer.putArray("issues");
      try {
        if (validator == null || !asked.equals(support)) {
          support = asked;
          validator = createValidator(definitions, asked);
        }
        ValidationOptions options = new ValidationOptions();
        if (test.hasNonNull("profile")) options.addProfile(test.get("profile").asText());
        String resource = test.get("resource").asText();
        for (SingleValidationMessage one : validator.validateWithResult(resource, options).getMessages()) {
          issues.addObject()
            .put("severity", one.getSeverity().getCode())
            .put("path", one.getLocationString())
            .put("message", one.getMessage());
        }
      } catch (Exception | StackOverflowError error) {
        issues.addObject().put("severity", "crash").put("path", "").put("message", String.valueOf(error));
      }
      out.println(JSON.writeValueAsString(answer));
      out.flush();
    }
  }

  private static FhirValidator createValidator(List<IBaseResource> definitions, JsonNode support) throws Exception {
    PrePopulatedValidationSupport ours = new PrePopulatedValidationSupport(CONTEXT);
    for (IBaseResource definition : definitions) ours.addResource(definition);
    for (JsonNode one : support) ours.addResource(CONTEXT.newJsonParser().parseResource(JSON.writeValueAsString(one)));
    ValidationSupportChain chain = new ValidationSupportChain(
      ours,
      R4,
      new CommonCodeSystemsTerminologyService(CONTEXT),
      new InMemoryTerminologyServerValidationSupport(CONTEXT),
      new SnapshotGeneratingValidationSupport(CONTEXT)
    );
    FhirInstanceValidator instances = new FhirInstanceValidator(chain);
    instances.setAnyExtensionsAllowed(true);
    instances.setErrorForUnknownProfiles(false);
    instances.setBestPracticeWarningLevel(BestPracticeWarningLevel.Ignore);
    return CONTEXT.newValidator().registerValidatorModule(instances);
  }

  private static void readFolder(Path folder, List<IBaseResource> into) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.matches("(StructureDefinition|ValueSet|CodeSystem)-.*\\.json")) {
          into.add(CONTEXT.newJsonParser().parseResource(Files.readString(file)));
        }
      }
    }
  }
}
