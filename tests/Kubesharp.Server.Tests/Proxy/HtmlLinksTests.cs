using Kubesharp.Server.Proxy;

namespace Kubesharp.Server.Tests.Proxy;

public sealed class HtmlLinksTests
{
    [Theory]
    [InlineData("""<a href="/x">test</a>""", """<a href="!/x">test</a>""")]
    [InlineData("""<p><A class=b HREF = '/x?a=1&amp;b=2#c' title="/y">/z</A>""", """<p><A class=b HREF = '!/x?a=1&amp;b=2#c' title="/y">/z</A>""")]
    [InlineData("<img src=/x/ alt=/y><br/><link href=/z>", "<img src=!/x/ alt=/y><br/><link href=!/z>")]
    [InlineData("""<img src="/x" longdesc="/y" usemap="/z"/>""", """<img src="!/x" longdesc="!/y" usemap="!/z"/>""")]
    [InlineData("""<a title="> it's" data-href="/x" href="/y">""", """<a title="> it's" data-href="/x" href="!/y">""")]
    [InlineData("<a title=it's hidden href='/x'>", "<a title=it's hidden href='!/x'>")]
    [InlineData("<form action=\"/x\"><button\nformaction='/y'><input src=/z>", "<form action=\"!/x\"><button\nformaction='!/y'><input src=!/z>")]
    [InlineData("""<video poster="/x" src="/y"><object data="/z">""", """<video poster="!/x" src="!/y"><object data="!/z">""")]
    [InlineData("""<html manifest="/m"><head profile="/p"><base href="/">""", """<html manifest="!/m"><head profile="!/p"><base href="!/">""")]
    [InlineData("""<a href><a href=><a href="">""", """<a href><a href=!><a href="!">""")]
    [InlineData("caf\u00c3\u00a9 <a href=\"/caf\u00c3\u00a9\">", "caf\u00c3\u00a9 <a href=\"!/caf\u00c3\u00a9\">")]
    public void Link_InATag_IsRewritten(string html, string expected) => Check(html, expected);

    [Theory]
    [InlineData("")]
    [InlineData("""<!DOCTYPE html><div href="/x">1 < 2 <3 <</div></a href="/y">""")]
    [InlineData("""<a href="/never ends""")]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<!-")]
    [InlineData("""<!-- <a href="/x"> never ends""")]
    public void Text_WithoutLinks_Stays(string html) => Check(html, html);

    [Theory]
    [InlineData("""<script src="/x">t = '<a href="/y">'; if (a < b) {}</script><a href="/z">""", """<script src="!/x">t = '<a href="/y">'; if (a < b) {}</script><a href="!/z">""")]
    [InlineData("""<STYLE>a { b: "<img src='/y'>" }</style ><a href="/z">""", """<STYLE>a { b: "<img src='/y'>" }</style ><a href="!/z">""")]
    [InlineData("""<script src=/x></script><a href=/z>""", """<script src=!/x></script><a href=!/z>""")]
    [InlineData("""<title><a href="/y"></title><a href="/z">""", """<title><a href="/y"></title><a href="!/z">""")]
    [InlineData("""<!-- <a href="/y"> --><a href="/z">""", """<!-- <a href="/y"> --><a href="!/z">""")]
    [InlineData("""<!--><a href="/z">""", """<!--><a href="!/z">""")]
    public void Contents_ThatAreNoMarkup_Stay(string html, string expected) => Check(html, expected);

    [Fact]
    public void Tag_LongerThanTheBound_IsNotHeld()
    {
        var links = new HtmlLinks(link => "!" + link);
        var start = "<a title=\"" + new string('x', 128 * 1024);
        Assert.Equal(start, links.Rewrite(start, isLast: false));
        Assert.Equal("\"><a href=!/x>", links.Rewrite("\"><a href=/x>", isLast: true));
    }

    [Fact]
    public void Text_OfAnUnfinishedPage_IsPassedOnAtOnce()
    {
        var links = new HtmlLinks(link => "!" + link);
        Assert.Equal("hello ", links.Rewrite("hello <a hr", isLast: false));
        Assert.Equal("<a href=!/x>you", links.Rewrite("ef=/x>you", isLast: false));
    }

    /// <summary>The result must not depend on where the page is cut into pieces.</summary>
    private static void Check(string html, string expected)
    {
        Assert.Equal(expected, new HtmlLinks(link => "!" + link).Rewrite(html, isLast: true));
        var links = new HtmlLinks(link => "!" + link);
        Assert.Equal(expected, string.Concat(html.Select(c => links.Rewrite(c.ToString(), isLast: false))) + links.Rewrite("", isLast: true));
    }
}
