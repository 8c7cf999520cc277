using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class ConfigMapStrategy : ResourceStrategy<ConfigMap>
{
    /// <summary>Most bytes all values of a ConfigMap or a Secret may have together.</summary>
    public const int MaxDataBytes = 1024 * 1024;

    public const string ImmutableWhenSet = "field is immutable when `immutable` is set";

    private static readonly TableColumn[] Columns = [Cells.Name, new("Data", Description: "Number of entries."), Cells.Age];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    protected internal override void Validate(ConfigMap value, ErrorList errors, RequestContext context)
    {
        var size = 0L;
        foreach (var (key, text) in value.Data)
        {
            if (Names.ConfigMapKey(key) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("data").Key(key), key, bad);
            if (value.BinaryData.ContainsKey(key)) errors.Invalid(FieldPath.Of("data").Key(key), key, "duplicate of key present in binaryData");
            size += Encoding.UTF8.GetByteCount(text);
        }

        foreach (var (key, bytes) in value.BinaryData)
        {
            if (Names.ConfigMapKey(key) is { Length: > 0 } bad) errors.Invalid(FieldPath.Of("binaryData").Key(key), key, bad);
            size += bytes.Length;
        }

        if (size > MaxDataBytes) errors.TooLong(FieldPath.Of(""), MaxDataBytes);
    }

    protected internal override void ValidateUpdate(ConfigMap value, ConfigMap old, ErrorList errors, RequestContext context)
    {
        if (old.Immutable == true)
        {
            if (value.Immutable != true) errors.Forbidden(FieldPath.Of("immutable"), ImmutableWhenSet);
            if (value.Data != old.Data) errors.Forbidden(FieldPath.Of("data"), ImmutableWhenSet);
            if (value.BinaryData != old.BinaryData) errors.Forbidden(FieldPath.Of("binaryData"), ImmutableWhenSet);
        }

        Validate(value, errors, context);
    }

    protected internal override void WriteRow(ConfigMap value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Number(value.Data.Count + value.BinaryData.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }
}
