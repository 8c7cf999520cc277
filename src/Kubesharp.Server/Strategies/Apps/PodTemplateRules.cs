using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies.Apps;

/// <summary>Checks pod templates, and their fit to the selectors of the objects that hold them.</summary>
internal static class PodTemplateRules
{
    public static void Validate(PodTemplateSpec template, FieldPath path, ErrorList errors)
    {
        TemplateMetadata.Validate(template.Metadata, path, errors);
        PodSpecValidator.Validate(template.Spec, template.Metadata, path.Child("spec"), errors);
        if (template.Spec.EphemeralContainers.Count > 0) errors.Forbidden(path.Child("spec", "ephemeralContainers"), "ephemeral containers not allowed in pod template");
    }

    /// <summary>Checks a selector and a template of a kind whose pods run until they are told to stop.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="template">The template.</param>
    /// <param name="kind">The kind as messages name it, for empty selectors.</param>
    /// <param name="ownerKind">The kind as messages name it, for deadlines.</param>
    /// <param name="path">Place of the specification.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void ForReplicas(LabelSelector? selector, PodTemplateSpec template, string kind, string ownerKind, FieldPath path, ErrorList errors)
    {
        if (selector is null)
        {
            errors.Required(path.Child("selector"));
        }
        else
        {
            LabelSelectorValidator.Selector(selector, path.Child("selector"), errors);
            if (LabelSelectorValidator.IsEmpty(selector)) errors.Invalid(path.Child("selector"), Check.Show(selector), $"empty selector is invalid for {kind}");
            else if (!Api.Selectors.Selector.TryFrom(selector, out _, out _)) errors.Invalid(path.Child("selector"), Check.Show(selector), "invalid label selector");
            else if (!LabelSelectorValidator.Matches(selector, template.Metadata.Labels)) DoesNotMatch(template, path.Child("template"), errors);
        }

        var place = path.Child("template");
        Validate(template, place, errors);
        RunsForever(template, ownerKind, place, errors);
    }

    public static void DoesNotMatch(PodTemplateSpec template, FieldPath path, ErrorList errors) =>
        errors.Invalid(path.Child("metadata", "labels"), template.Metadata.Labels, "`selector` does not match template `labels`");

    public static void RunsForever(PodTemplateSpec template, string ownerKind, FieldPath path, ErrorList errors)
    {
        if (template.Spec.RestartPolicy != RestartPolicy.Always) errors.NotSupported(path.Child("spec", "restartPolicy"), template.Spec.RestartPolicy, RestartPolicy.Always);
        if (template.Spec.ActiveDeadlineSeconds is not null) errors.Forbidden(path.Child("spec", "activeDeadlineSeconds"), $"activeDeadlineSeconds in {ownerKind} is not Supported");
    }

    /// <summary>A counter of the status that may not be negative nor higher than another one.</summary>
    public static void Counter(ErrorList errors, FieldPath path, string field, int value, int limit, string limitText)
    {
        Check.NonNegative(errors, path, field, value);
        if (value > limit) errors.Invalid(path.Child(field), value, $"cannot be greater than {limitText}");
    }
}
