using System.Net;
using System.Text;
using Kubesharp.Node.Machine;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Server;

/// <summary>Serves the files of the machine's log folder. Links are followed as long as they stay inside it.</summary>
/// <param name="folder">The folder.</param>
internal sealed class SystemLogs(string folder)
{
    public async Task ServeAsync(HttpContext context, string path)
    {
        using var file = Open(path) ?? throw new HttpStatusException(StatusCodes.Status404NotFound, "404 page not found");
        if (Directory.Exists(file.Path))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(List(file.Path), context.RequestAborted);
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await using var content = File.OpenRead(file.Path);
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private LinuxFiles.FileHandle? Open(string path)
    {
        try
        {
            using var root = LinuxFiles.OpenFolder(folder);
            return LinuxFiles.OpenBeneath(root, path.Length == 0 ? "." : path);
        }
        catch (IOException e)
        {
            throw new HttpStatusException(StatusCodes.Status404NotFound, "404 page not found", e);
        }
    }

    private static string List(string place)
    {
        var text = new StringBuilder("<!doctype html>\n<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
        foreach (var entry in Directory.EnumerateFileSystemEntries(place).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(entry) + (Directory.Exists(entry) ? "/" : "");
            text.Append("<a href=\"").Append(Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal)).Append("\">").Append(WebUtility.HtmlEncode(name)).Append("</a>\n");
        }

        return text.Append("</pre>\n").ToString();
    }
}
