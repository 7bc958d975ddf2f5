// Applications in other languages with the standalone chat next to them. The guide says how they sign tokens.
import { blockWith, filesFrom, replaced } from './from-guides.ts';

const guide = 'docs/guides/php-django.md';

/** The tags of the standalone chat for a page of one's own. */
export const elsewhere = blockWith('docs/guides/standalone.md', 'html', '<chat-room');

/** `chat`: the address of the standalone chat. */
export const phpProject = (chat: string): Record<string, string> => ({
  ...filesFrom(guide, ['chat_token.php']),
  'index.html': `<!doctype html>\n${replaced(blockWith(guide, 'html', '/chat_token.php'), [
    ['https://chat.example.org', chat],
  ])}`,
  'sign-in.php': `<?php
session_start();
$_SESSION['user'] = ['id' => $_GET['name'], 'name' => $_GET['name']];
header('Location: /');
`,
});

export const djangoProject = (chat: string): Record<string, string> => {
  const { 'views.py': views = '', 'urls.py': route = '' } = filesFrom(guide, ['views.py', 'urls.py']);
  return {
    'views.py': `${views}

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.shortcuts import redirect, render


def sign_in(request):
    user, _ = User.objects.get_or_create(username=request.GET["name"])
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("/")


def home(request):
    return render(request, "home.html", {"chat": settings.CHAT})
`,
    'urls.py': `from django.urls import path
import views

urlpatterns = [
    ${route.replace(/^#.*\n/, '').trim()}
    path("sign-in", views.sign_in),
    path("", views.home),
]
`,
    'settings.py': `import os

SECRET_KEY = "only for a test"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": ["."]}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.sqlite"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
CHAT = "${chat}/chat"
CHAT_SECRET = os.environ["CHAT_SECRET"]
`,
    'home.html': `<!doctype html>\n${blockWith(guide, 'html', "{% url 'chat-token' %}")}`,
  };
};
