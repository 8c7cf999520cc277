using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Printers;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Strategies.Core;

internal sealed class SecretStrategy : ResourceStrategy<Secret>
{
    private const string DockerConfigKey = ".dockercfg";
    private const string DockerConfigJsonKey = ".dockerconfigjson";
    private static readonly TableColumn[] Columns = [Cells.Name, new("Type", Description: "What the secret holds."), new("Data", Description: "Number of entries."), Cells.Age];
    private static readonly FieldPath Data = FieldPath.Of("data");
    private static readonly string[] Fields = ["type"];

    public override IReadOnlyList<TableColumn> TableColumns => Columns;

    public override IReadOnlyList<string> FieldNames => Fields;

    protected internal override Secret Default(Secret value)
    {
        if (value.Type.Length == 0) value = value with { Type = SecretType.Opaque };
        if (value.StringData.IsNull) return value;

        // The plain form is a help for writers: it becomes data and is not kept.
        var data = value.Data;
        foreach (var (key, text) in value.StringData) data = data.Set(key, ByteString.FromText(text));
        return value with { Data = data, StringData = default };
    }

    protected internal override void Validate(Secret value, ErrorList errors, RequestContext context)
    {
        var size = 0L;
        foreach (var (key, bytes) in value.Data)
        {
            if (Names.ConfigMapKey(key) is { Length: > 0 } bad) errors.Invalid(Data.Key(key), key, bad);
            size += bytes.Length;
        }

        if (size > ConfigMapStrategy.MaxDataBytes) errors.TooLong(Data, ConfigMapStrategy.MaxDataBytes);
        switch (value.Type)
        {
            case SecretType.KubernetesIoServiceAccountToken:
                if (string.IsNullOrEmpty(value.Metadata.Annotations.Get(WellKnownAnnotations.ServiceAccountName)))
                {
                    errors.Required(FieldPath.Of("metadata", "annotations").Key(WellKnownAnnotations.ServiceAccountName));
                }

                break;
            case SecretType.KubernetesIoDockercfg:
                JsonEntry(value, DockerConfigKey, errors);
                break;
            case SecretType.KubernetesIoDockerconfigjson:
                JsonEntry(value, DockerConfigJsonKey, errors);
                break;
            case SecretType.KubernetesIoBasicAuth:
                if (!value.Data.ContainsKey("username") && !value.Data.ContainsKey("password"))
                {
                    errors.Required(Data.Key("username"));
                    errors.Required(Data.Key("password"));
                }

                break;
            case SecretType.KubernetesIoSshAuth:
                if (value.Data.Get("ssh-privatekey").Length == 0) errors.Required(Data.Key("ssh-privatekey"));
                break;
            case SecretType.KubernetesIoTls:
                if (!value.Data.ContainsKey("tls.crt")) errors.Required(Data.Key("tls.crt"));
                if (!value.Data.ContainsKey("tls.key")) errors.Required(Data.Key("tls.key"));
                break;
        }
    }

    protected internal override void ValidateUpdate(Secret value, Secret old, ErrorList errors, RequestContext context)
    {
        if (value.Type != old.Type) errors.Invalid(FieldPath.Of("type"), value.Type, Check.Immutable);
        if (old.Immutable == true)
        {
            if (value.Immutable != true) errors.Forbidden(FieldPath.Of("immutable"), ConfigMapStrategy.ImmutableWhenSet);
            if (value.Data != old.Data) errors.Forbidden(Data, ConfigMapStrategy.ImmutableWhenSet);
        }

        Validate(value, errors, context);
    }

    protected internal override string Field(Secret value, string name) => name == "type" ? value.Type : "";

    protected internal override void WriteRow(Secret value, TableRowBuilder row)
    {
        row.Text(value.Metadata.Name);
        row.Text(value.Type);
        row.Number(value.Data.Count);
        row.Age(value.Metadata.CreationTimestamp);
    }

    private static void JsonEntry(Secret value, string key, ErrorList errors)
    {
        if (!value.Data.TryGetValue(key, out var bytes))
        {
            errors.Required(Data.Key(key));
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.Memory);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return;
            errors.Invalid(Data.Key(key), "<secret contents redacted>", "json: cannot unmarshal into Go value of type map[string]interface {}");
        }
        catch (JsonException)
        {
            // The reader's own message could quote the secret.
            errors.Invalid(Data.Key(key), "<secret contents redacted>", bytes.Length == 0 ? "unexpected end of JSON input" : "invalid character in JSON input");
        }
    }
}
