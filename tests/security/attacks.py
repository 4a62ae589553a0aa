"""Sixty texts that would run a script in a reader's browser if any of them left as it came. All of them call pwn()."""

from typing import Final

ID: Final = "c0ffee00-0000-4000-8000-000000000001"

ATTACKS: Final[tuple[str, ...]] = (
    # Scripts
    "<script>pwn()</script>",
    "<ScRiPt>pwn()</sCrIpT>",
    "<script src=data:text/javascript,pwn()></script>",
    "<scr<script>ipt>pwn()</scr</script>ipt>",
    "<script\x0cxmlns=x>pwn()</script>",
    "<<script>pwn();//<</script>",
    "</p></div><script>pwn()</script>",
    "<script>/*<p>*/pwn()</script foo='>",
    # Handlers
    "<img src=x onerror=pwn()>",
    "<img src=x oNeRrOr='pwn()'>",
    '<img/src="x"/onerror="pwn()">',
    "<img src=x:x onerror=pwn() alt=\"'><p>\">",
    '<p onmouseover="pwn()" onfocus="pwn()" tabindex=0 autofocus>text</p>',
    "<keygen autofocus onfocus=pwn()>",
    "<details open ontoggle=pwn()>text</details>",
    "<video><source onerror=pwn()></video>",
    "<audio src=x onerror=pwn()></audio>",
    "<input autofocus onfocus=pwn()>",
    "<select autofocus onfocus=pwn()></select>",
    "<marquee onstart=pwn()>text</marquee>",
    '<a href="https://x.test" onclick="pwn()" onfocus=pwn() autofocus>text</a>',
    "<p style=animation-name:x onanimationstart=pwn()>text</p><style>@keyframes x{}</style>",
    # Addresses
    '<a href="javascript:pwn()">text</a>',
    '<a href="JaVaScRiPt:pwn()">text</a>',
    '<a href=" &#14; javascript:pwn()">text</a>',
    '<a href="jav&#x09;ascript:pwn()">text</a>',
    '<a href="jav&#10;ascript:pwn()">text</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;pwn()">text</a>',
    '<a href="javascript&colon;pwn()">text</a>',
    '<a href="\x01javascript:pwn()">text</a>',
    '<a href="javascript:https://x.test/%0apwn()">text</a>',
    '<a href="data:text/html,<script>pwn()</script>">text</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==">text</a>',
    '<a href="vbscript:pwn()">text</a>',
    '<a href="blob:https://x.test/pwn()">text</a>',
    '<a href="//x.test/pwn()">text</a>',
    "<a href='https://x.test/\" onmouseover=\"pwn()'>text</a>",
    '<a href="https://x.test/&quot;><img src=x onerror=pwn()>">text</a>',
    "<form action=javascript:pwn()><button>text</button></form>",
    "<button formaction=javascript:pwn()>text</button>",
    # Other documents inside this one
    "<iframe src=javascript:pwn()></iframe>",
    "<iframe srcdoc='<script>parent.pwn()</script>'></iframe>",
    "<object data=javascript:pwn()></object>",
    "<embed src=javascript:pwn()>",
    '<meta http-equiv=refresh content="0;url=javascript:pwn()">',
    "<base href=javascript:pwn()//>",
    "<link rel=stylesheet href=javascript:pwn()>",
    "<template><script>pwn()</script></template><img src=x onerror=pwn()>",
    # Vectors that change their meaning on the second reading
    "<svg onload=pwn()>",
    "<svg><script>pwn()</script></svg>",
    "<svg><a xlink:href=javascript:pwn()><text y=20>text</text></a></svg>",
    "<svg></p><style><a id=\"</style><img src=x onerror=pwn()>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=pwn()&gt;\">",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style><img onerror=pwn() src>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=pwn()>\">",
    "<textarea><p title=\"</textarea><img src=x onerror=pwn()>\">",
    "<!--><img src=x onerror=pwn()>-->",
    "<![CDATA[><img src=x onerror=pwn()>]]>",
    # Our own marks, brought in by hand
    f'<a data-ref="{ID}" href="javascript:pwn()">text</a><p data-ref="{ID}"><img src=x onerror=pwn()></p>',
    f'<a linktype="service" id="{ID}&quot; onclick=&quot;pwn()">text</a><a linktype="javascript:pwn()" id="1">text</a>',
)  # fmt: skip
