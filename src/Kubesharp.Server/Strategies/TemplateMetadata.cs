using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Validation;

namespace Kubesharp.Server.Strategies;

/// <summary>Checks the metadata of objects inside other objects: templates of pods, jobs and claims.</summary>
internal static class TemplateMetadata
{
    private const int MaxAnnotationBytes = 256 * 1024;

    public static void Validate(ObjectMeta meta, FieldPath path, ErrorList errors)
    {
        if (meta.Labels.Count > 0) LabelSelectorValidator.Labels(meta.Labels, path.Child("labels"), errors);
        if (meta.Annotations.Count > 0) Annotations(meta.Annotations, path.Child("annotations"), errors);
    }

    private static void Annotations(ValueMap<string> annotations, FieldPath path, ErrorList errors)
    {
        var size = 0L;
        foreach (var (name, value) in annotations)
        {
            // The domain of an annotation may be written in capitals, that of other qualified names may not.
            if (Names.QualifiedName(name) is { Length: > 0 } && Names.QualifiedName(name.ToLowerInvariant()) is { Length: > 0 } bad) errors.Invalid(path, name, bad);
            size += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
        }

        if (size > MaxAnnotationBytes) errors.TooLong(path, MaxAnnotationBytes);
    }
}
