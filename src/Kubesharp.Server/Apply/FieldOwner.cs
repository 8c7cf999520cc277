using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Server.Apply;

/// <summary>One entry of managedFields while ownership is worked out.</summary>
internal sealed class FieldOwner
{
    private readonly ManagedFieldsEntry _entry;
    private FieldSet? _set;

    public FieldOwner(ManagedFieldsEntry entry, FieldSet? set)
    {
        _entry = entry;
        _set = Original = set;
        Time = entry.Time;
    }

    /// <summary>The set the entry came with.</summary>
    public FieldSet? Original { get; }

    /// <summary>The fields owned now; null for none.</summary>
    public FieldSet? Set
    {
        get => _set;
        set => _set = value;
    }

    public DateTimeOffset? Time { get; set; }

    public bool IsApply => _entry.Operation == ManagedFieldsOperationType.Apply;

    public string Manager => _entry.Manager;

    public string ApiVersion => _entry.ApiVersion;

    public string Subresource => _entry.Subresource;

    /// <summary>Whether this is the entry of a writer. Entries of apply are the writer's whatever version it used before.</summary>
    public bool Is(string manager, string operation, string apiVersion, string subresource) =>
        _entry.Manager == manager && _entry.Operation == operation && _entry.Subresource == subresource
        && (operation == ManagedFieldsOperationType.Apply || _entry.ApiVersion == apiVersion);

    /// <summary>The text by which upstream identifies the manager; only its order matters here.</summary>
    public string Identity =>
        $"{{\"manager\":\"{_entry.Manager}\",\"operation\":\"{_entry.Operation}\"{(IsApply ? "" : $",\"apiVersion\":\"{_entry.ApiVersion}\"")}{(Subresource.Length == 0 ? "" : $",\"subresource\":\"{Subresource}\"")}}}";

    /// <summary>The manager as messages name it.</summary>
    public string Describe()
    {
        var text = GoText.Quote(_entry.Manager);
        if (Subresource.Length > 0) text += $" with subresource {GoText.Quote(Subresource)}";
        return IsApply ? text : $"{text} using {_entry.ApiVersion}";
    }

    /// <summary>The entry as it is stored; an unchanged one keeps its bytes.</summary>
    public ManagedFieldsEntry ToEntry(string? apiVersion = null)
    {
        var version = apiVersion ?? _entry.ApiVersion;
        var sameSet = ReferenceEquals(_set, Original) && _entry.FieldsV1 is not null;
        if (sameSet && Time == _entry.Time && version == _entry.ApiVersion) return _entry;
        return _entry with { ApiVersion = version, Time = Time, FieldsType = "FieldsV1", FieldsV1 = sameSet ? _entry.FieldsV1 : new RawJson((_set ?? FieldSet.Empty).ToJson()) };
    }
}
