using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Schema;
using Kubesharp.Server.Patch;

namespace Kubesharp.Server.Tests.Patch;

/// <summary>Runs one patch on texts written with single quotes.</summary>
internal static class PatchCase
{
    public static string Run(PatchType type, string document, string patch, TypeSchema? schema = null) =>
        Encoding.UTF8.GetString(new PatchEngine().Apply(type, schema, Json(document), Json(patch))).Replace('"', '\'');

    public static StatusException Fails(PatchType type, string document, string patch, TypeSchema? schema = null) =>
        Assert.Throws<StatusException>(() => Run(type, document, patch, schema));

    public static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));
}
