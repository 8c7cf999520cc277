using System.Globalization;
using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Printers;

/// <summary>Texts and columns that the tables of many kinds share.</summary>
internal static class Cells
{
    public const string None = "<none>";
    public const string Unset = "<unset>";
    public const string Unknown = "<unknown>";

    public static TableColumn Name { get; } = TableColumn.ObjectName;

    public static TableColumn Age { get; } = new("Age", Description: "Time since the object was created.");

    /// <summary>The wide columns of kinds that hold a pod template.</summary>
    public static TableColumn Containers { get; } = new("Containers", Description: "Names of each container in the template.", Priority: 1);

    public static TableColumn Images { get; } = new("Images", Description: "Images referenced by each container in the template.", Priority: 1);

    public static TableColumn Selector { get; } = new("Selector", Description: "Labels that select the pods of this object.", Priority: 1);

    public static string OrNone(string? text) => string.IsNullOrEmpty(text) ? None : text;

    public static string OrUnset(string? text) => string.IsNullOrEmpty(text) ? Unset : text;

    public static string OrUnknown(string? text) => string.IsNullOrEmpty(text) ? Unknown : text;

    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Names of the containers, without spaces between them.</summary>
    public static string ContainerNames(PodSpec spec) => Join(spec.Containers, static container => container.Name);

    public static string ContainerImages(PodSpec spec) => Join(spec.Containers, static container => container.Image);

    /// <summary>Writes the three wide cells of kinds with a pod template.</summary>
    public static void Template(TableRowBuilder row, PodSpec spec, string selector)
    {
        row.Text(ContainerNames(spec));
        row.Text(ContainerImages(spec));
        row.Text(selector);
    }

    /// <summary>Labels as <c>a=1,b=2</c>, or <c>&lt;none&gt;</c>.</summary>
    public static string Labels(ValueMap<string> labels)
    {
        if (labels.Count == 0) return None;
        var result = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            if (result.Length > 0) result.Append(',');
            result.Append(name).Append('=').Append(value);
        }

        return result.ToString();
    }

    /// <summary>A selector as text; <c>&lt;none&gt;</c> when there is none or an empty one.</summary>
    public static string SelectorText(LabelSelector? selector)
    {
        if (selector is null) return None;
        if (!Api.Selectors.Selector.TryFrom(selector, out var parsed, out _)) return "<error>";
        var text = parsed.ToString();
        return text.Length == 0 ? None : text;
    }

    /// <summary>Time since a moment, as cells show it.</summary>
    public static string Since(DateTimeOffset? moment, DateTimeOffset now) =>
        moment is { } time && time != default ? HumanDuration.Format(now - time) : Unknown;

    public static string Join<T>(ValueList<T> items, Func<T, string> text)
    {
        if (items.Count == 0) return "";
        if (items.Count == 1) return text(items[0]);
        var result = new StringBuilder();
        foreach (var item in items)
        {
            if (result.Length > 0) result.Append(',');
            result.Append(text(item));
        }

        return result.ToString();
    }

    /// <summary>The first items and how many more there are; <paramref name="empty"/> for none.</summary>
    public static string First(IReadOnlyList<string> items, int limit, string empty, string separator = ",")
    {
        if (items.Count == 0) return empty;
        var shown = string.Join(separator, items.Take(limit));
        return items.Count <= limit ? shown : $"{shown} + {items.Count - limit} more...";
    }

    /// <summary>Access modes in their short forms, each once, in a fixed order.</summary>
    public static string AccessModes(ValueList<string> modes)
    {
        var result = new List<string>(4);
        if (modes.Contains(PersistentVolumeAccessMode.ReadWriteOnce)) result.Add("RWO");
        if (modes.Contains(PersistentVolumeAccessMode.ReadOnlyMany)) result.Add("ROX");
        if (modes.Contains(PersistentVolumeAccessMode.ReadWriteMany)) result.Add("RWX");
        if (modes.Contains(PersistentVolumeAccessMode.ReadWriteOncePod)) result.Add("RWOP");
        return string.Join(',', result);
    }
}
