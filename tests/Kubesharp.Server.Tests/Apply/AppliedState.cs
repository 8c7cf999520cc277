using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Apply;

namespace Kubesharp.Server.Tests.Apply;

/// <summary>An object and its field ownership, written to by several managers. Texts have single quotes for double ones.</summary>
internal sealed class AppliedState(TypeSchema? schema, string apiVersion)
{
    private readonly FieldManager _manager = new();

    public string Json { get; private set; } = "";

    public ValueList<ManagedFieldsEntry> Managers { get; private set; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Every entry as <c>manager Operation fields</c>.</summary>
    public string[] Owners
    {
        get
        {
            var lines = new List<string>();
            foreach (var entry in Managers)
            {
                var subresource = entry.Subresource.Length > 0 ? "/" + entry.Subresource : "";
                lines.Add($"{entry.Manager}{subresource} {entry.Operation} {entry.FieldsV1.ToString()!.Replace("\\\"", "`").Replace('"', '\'').Replace('`', '"')}");
            }

            return [.. lines];
        }
    }

    public AppliedState Apply(string manager, string config, bool force = false, string subresource = "")
    {
        var applied = _manager.Apply(Change(manager, config, subresource, force));
        Json = Text(applied.Json);
        Managers = applied.Managers;
        return this;
    }

    public AppliedState Update(string manager, string value, string subresource = "", ValueList<ManagedFieldsEntry> sent = default)
    {
        var change = Change(manager, value, subresource, false, sent);
        Managers = ((IFieldManager)_manager).Update(change);
        Json = value;
        return this;
    }

    /// <summary>Forgets who owns what, as an object from before ownership was tracked.</summary>
    public AppliedState Untracked(string json)
    {
        Json = json;
        Managers = default;
        return this;
    }

    public StatusException Conflict(string manager, string config) => Assert.Throws<StatusException>(() => Apply(manager, config));

    public static string Text(ReadOnlySpan<byte> json) => Encoding.UTF8.GetString(json).Replace('"', '\'');

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    private FieldChange Change(string manager, string value, string subresource, bool force, ValueList<ManagedFieldsEntry> sent = default) => new()
    {
        Schema = schema,
        ApiVersion = apiVersion,
        Live = Utf8(Json),
        LiveManagers = Managers,
        New = Utf8(value),
        SentManagers = sent,
        Manager = manager,
        Subresource = subresource,
        Force = force,
        Now = Now,
    };
}
